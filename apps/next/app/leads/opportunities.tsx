'use client';

import { useCloseSuspenseQuery } from '@closekit/react';
import { newestOpportunities } from './inputs.ts';

export function Opportunities() {
  const { data: opportunities } = useCloseSuspenseQuery((q) => q.opportunities.list(newestOpportunities));
  return (
    <section aria-labelledby="opportunities">
      <h2 id="opportunities">Opportunities</h2>
      <ul>
        {opportunities.data.map((opportunity) => (
          <li key={opportunity.id}>
            {opportunity.lead_name}: {opportunity.value_formatted}
          </li>
        ))}
      </ul>
    </section>
  );
}

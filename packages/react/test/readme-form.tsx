// The form of the README, here so that the compiler checks it and a test runs it.

import { fieldErrorsOf, useCloseMutation } from '@closekit/react';
import { useState } from 'react';
import type { SyntheticEvent } from 'react';

// #region form
export function CompanyForm({ id }: { id: string }) {
  const rename = useCloseMutation((m) => m.leads.update());
  const messages = fieldErrorsOf(rename.error, { name: 'company' });
  const [company, setCompany] = useState('');
  const save = (event: SyntheticEvent) => {
    event.preventDefault();
    rename.mutate({ id, body: { name: company } });
  };
  return (
    <form onSubmit={save}>
      <input
        value={company}
        onChange={(event) => setCompany(event.target.value)}
        aria-invalid={'company' in messages}
      />
      <button>Rename</button>
      <p role="alert">{messages['company'] ?? rename.error?.message}</p>
    </form>
  );
}
// #endregion form

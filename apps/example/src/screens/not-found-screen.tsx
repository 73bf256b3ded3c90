import { Link } from 'wouter';
import { EmptyNotice } from '../parts/empty-notice.tsx';
import { PageTitle } from '../parts/page-title.tsx';

export function NotFoundScreen() {
  return (
    <EmptyNotice icon="search">
      <PageTitle title="There is no such page" />
      <p>
        The address may be old. <Link to="/leads">Go to the leads</Link>
      </p>
    </EmptyNotice>
  );
}

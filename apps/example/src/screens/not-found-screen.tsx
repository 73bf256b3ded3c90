import { Link } from 'wouter';
import { EmptyNotice } from '../parts/empty-notice.tsx';
import { PageTitle } from '../parts/page-title.tsx';

export function NotFoundScreen() {
  return (
    <EmptyNotice icon="search">
      <PageTitle title="Page not found" />
      <p>
        This address may be out of date. <Link to="/leads">Go to the leads</Link>
      </p>
    </EmptyNotice>
  );
}

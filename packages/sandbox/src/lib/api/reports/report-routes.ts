import type { ApiRoute } from '../base/api-call.ts';
import { listMetrics, reportActivity } from './activity-report.ts';
import { reportFunnelStages, reportFunnelTotals } from './funnel-report.ts';
import { reportSentEmails } from './sent-emails-report.ts';
import { reportLeadStatuses, reportOpportunityStatuses } from './status-report.ts';

export const reportRoutes: readonly ApiRoute[] = [
  { method: 'POST', path: '/report/activity/', handle: reportActivity },
  { method: 'GET', path: '/report/activity/metrics/', handle: listMetrics },
  { method: 'POST', path: '/report/funnel/opportunity/stages/', handle: reportFunnelStages },
  { method: 'POST', path: '/report/funnel/opportunity/totals/', handle: reportFunnelTotals },
  { method: 'GET', path: '/report/sent_emails/{org_id}/', handle: reportSentEmails },
  { method: 'GET', path: '/report/statuses/lead/{org_id}/', handle: reportLeadStatuses },
  { method: 'GET', path: '/report/statuses/opportunity/{org_id}/', handle: reportOpportunityStatuses },
];

import { describe, expect, it } from 'vitest';
import { reportRoutes } from '../src/lib/api/reports/report-routes.ts';
import { openApi, openWithKey } from './open-api.ts';
import { openContract, operationsOf } from './open-contract.ts';

type Api = ReturnType<typeof openApi>;
type Row = Record<string, any>; // oxlint-disable-line typescript/no-explicit-any -- tests inspect any row

const organizationOf = ({ sandbox }: Api): string => sandbox.organizations[0]?.id ?? '';

/** Every row of a list. */
async function allOf({ call }: Api, path: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (;;) {
    const { json, status } = await call(
      'GET',
      `${path}${path.includes('?') ? '&' : '?'}_limit=100&_skip=${rows.length}`,
    );
    expect({ status, json }).toMatchObject({ status: 200 });
    rows.push(...json.data);
    if (json.has_more !== true) return rows;
  }
}

const sumOf = (rows: Row[], name: string): number => rows.reduce((sum, row) => sum + (row[name] ?? 0), 0);

async function report(api: Api, metrics: string[], more: object = {}): Promise<Row> {
  const body = { type: 'overview', relative_range: 'all-time', metrics, ...more };
  return (await api.call('POST', '/report/activity/', body)).json;
}

describe('the activity report', () => {
  it('counts what the lists hold', async () => {
    const api = openApi();
    const [calls, emails, sms, leads, opportunities] = [
      await allOf(api, '/activity/call/'),
      await allOf(api, '/activity/email/'),
      await allOf(api, '/activity/sms/'),
      await allOf(api, '/lead/'),
      await allOf(api, '/opportunity/'),
    ];
    const outbound = calls.filter(({ direction }) => direction === 'outbound');
    const won = opportunities.filter(({ status_type }) => status_type === 'won');
    const expected = {
      'calls.outbound.all.count': outbound.length,
      'calls.outbound.all.sum_duration': sumOf(outbound, 'duration'),
      'calls.outbound.all.avg_duration': Math.round(sumOf(outbound, 'duration') / outbound.length),
      'calls.inbound.all.count': calls.length - outbound.length,
      'calls.all.all.count': calls.length,
      'emails.sent.all.count': emails.filter(({ status }) => status === 'sent').length,
      'emails.received.all.count': emails.filter(({ status }) => status === 'inbox').length,
      'sms.sent.all.count': sms.filter(({ status }) => status === 'sent').length,
      'sms.received.all.count': sms.filter(({ status }) => status === 'inbox').length,
      'leads.created.all.count': leads.length,
      'leads.contacted.all.count': new Set(
        [
          ...outbound,
          ...emails.filter(({ status }) => status === 'sent'),
          ...sms.filter(({ status }) => status === 'sent'),
        ].map(({ lead_id }) => lead_id),
      ).size,
      'opportunities.created_for.all.count': opportunities.length,
      'opportunities.won.all.count': won.length,
      'opportunities.won.all.sum_annualized_value': sumOf(won, 'annualized_value'),
    };
    const { aggregations } = await report(api, Object.keys(expected));
    expect(aggregations.totals).toEqual(expected);
    expect(Object.values(expected).every((value) => value > 0)).toBe(true);
  });

  it('has a row for each day of an overview, which add up to the totals', async () => {
    const api = openApi();
    const key = 'calls.all.all.count';
    const { data, aggregations } = await report(api, [key]);
    expect(sumOf(data, key)).toBe(aggregations.totals[key]);
    const days = data.map(({ datetime }: Row) => Date.parse(datetime));
    expect(days.every((day: number, index: number) => day === days[0] + index * 86_400_000)).toBe(true);
    const datetime_range = { start: '2026-11-02T00:00:00Z', end: '2026-11-08T23:59:59Z' };
    const week = await report(api, [key], { relative_range: undefined, datetime_range });
    expect(week['data']).toHaveLength(7);
    expect(week['data'][0].datetime).toBe('2026-11-02T00:00:00+00:00');
    const calls = await allOf(api, '/activity/call/');
    const inWeek = calls.filter(
      ({ activity_at }) => activity_at >= '2026-11-02' && activity_at < '2026-11-09',
    );
    expect(week['aggregations'].totals[key]).toBe(inWeek.length);
  });

  it('has a row for each user of a comparison', async () => {
    const api = openApi();
    const key = 'calls.all.all.count';
    const calls = await allOf(api, '/activity/call/');
    const [first, second] = api.sandbox.users;
    const users = [first?.id, second?.id];
    const { data, aggregations, lookup } = await report(api, [key], { type: 'comparison', users });
    const countOf = (id?: string) => calls.filter(({ user_id }) => user_id === id).length;
    expect(data).toEqual(users.map((id) => ({ user_id: id, [key]: countOf(id) })));
    expect(aggregations.totals[key]).toBe(countOf(first?.id) + countOf(second?.id));
    expect(lookup.user[first?.id ?? ''].display).toBe(first?.name);
  });

  it('covers the leads of a Smart View', async () => {
    const api = openApi();
    const [view] = (await api.call('GET', '/saved_search/')).json.data;
    const { json } = await api.call('POST', '/data/search/', { query: view.s_query.query, _limit: 100 });
    const ids = new Set(json.data.map(({ id }: Row) => id));
    const calls = await allOf(api, '/activity/call/');
    const key = 'calls.all.all.count';
    const query = { type: 'saved_search', saved_search_id: view.id };
    const { aggregations } = await report(api, [key], { query });
    expect(aggregations.totals[key]).toBe(calls.filter(({ lead_id }) => ids.has(lead_id)).length);
  });

  it('is CSV for a client that asks for it', async () => {
    const { sandbox, accessToken } = openApi();
    const response = await sandbox.fetch(`${sandbox.origin}/api/v1/report/activity/`, {
      method: 'POST',
      headers: { authorization: `Bearer ${accessToken}`, accept: 'text/csv' },
      body: JSON.stringify({
        type: 'overview',
        datetime_range: { start: '2026-11-02T00:00:00Z', end: '2026-11-04T00:00:00Z' },
        metrics: ['calls.all.all.count'],
      }),
    });
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [head, ...lines] = (await response.text()).trimEnd().split('\r\n');
    expect(head).toBe('datetime,calls.all.all.count');
    expect(lines.map((line) => line.split(',')[0])).toEqual([
      '2026-11-02T00:00:00+00:00',
      '2026-11-03T00:00:00+00:00',
    ]);
  });

  it('lists its metrics, and refuses others by name', async () => {
    const { call } = openApi({ leads: 1 });
    const { json } = await call('GET', '/report/activity/metrics/');
    expect(json.metrics.map(({ key }: Row) => key)).toContain('calls.outbound.all.count');
    const body = { type: 'overview', relative_range: 'today', metrics: ['calls.outbound.nosuch.count'] };
    const refused = await call('POST', '/report/activity/', body);
    expect([refused.status, refused.response.headers.get('x-closekit-sandbox')]).toEqual([
      400,
      'not-understood',
    ]);
    expect(refused.json['field-errors'].metrics).toContain('calls.outbound.nosuch.count');
    const loose = openApi({ leads: 1, strict: false });
    expect((await loose.call('POST', '/report/activity/', body)).json.aggregations.totals).toEqual({});
  });
});

describe('the status reports', () => {
  it('count the leads that the search finds', async () => {
    const api = openApi();
    const { json } = await api.call('GET', `/report/statuses/lead/${organizationOf(api)}/`);
    const leads = await allOf(api, '/lead/');
    for (const row of json.status_overview) {
      expect([row.status_label, row.started, row.ended]).toEqual([
        row.status_label,
        0,
        leads.filter(({ status_id }) => status_id === row.status_id).length,
      ]);
      expect(row.started + row.entered - row.left).toBe(row.ended);
    }
    expect(json.status_overview.reduce((sum: number, row: Row) => sum + row['ended'], 0)).toBe(leads.length);
    const [busiest] = json.status_overview.toSorted((a: Row, b: Row) => b['ended'] - a['ended']);
    const { json: found } = await api.call(
      'GET',
      `/lead/?query=${encodeURIComponent(busiest['_queries'].ended)}`,
    );
    expect(found.total_results).toBe(busiest.ended);
  });

  it('say what changed in a time', async () => {
    const api = openWithKey({ leads: 0 });
    const { json: statuses } = await api.call('GET', '/status/lead/');
    const [first, second] = statuses.data;
    const { json: lead } = await api.call('POST', '/lead/', { name: 'Acme', status_id: first.id });
    api.sandbox.clock.advance(2 * 86_400_000);
    await api.call('PUT', `/lead/${lead.id}/`, { status_id: second.id });
    api.sandbox.clock.advance(1000);
    const { json } = await api.call(
      'GET',
      `/report/statuses/lead/${organizationOf(api)}/?date_start=2026-11-24&date_end=2026-11-25`,
    );
    const flow = (id: string) => json.status_overview.find((row: Row) => row['status_id'] === id);
    expect(flow(first.id)).toMatchObject({ started: 1, ended: 0, left: 1, lost: 1, entered: 0, change: -1 });
    expect(flow(second.id)).toMatchObject({
      started: 0,
      ended: 1,
      entered: 1,
      gained: 1,
      left: 0,
      change: 1,
    });
    expect(json.status_transitions).toMatchObject([
      { from_status_id: first.id, to_status_id: second.id, count: 1, _query: `lead_id in ("${lead.id}")` },
    ]);
    expect(json.status_transitions_summary).toEqual(json.status_transitions);
    const other = await api.call('GET', '/report/statuses/lead/orga_other/');
    expect(other.status).toBe(404);
  });

  it('count the opportunities that the list finds', async () => {
    const api = openApi();
    const path = `/report/statuses/opportunity/${organizationOf(api)}/`;
    const { json } = await api.call('GET', path);
    for (const row of json.status_overview) {
      const { json: list } = await api.call('GET', `/opportunity/?status_id=${row.status_id}&_limit=1`);
      expect([row.status_label, row.ended]).toEqual([row.status_label, list.total_results]);
      expect(row.started + row.entered - row.left).toBe(row.ended);
    }
    expect(json.status_transitions.every((row: Row) => row['from_status_id'] !== null)).toBe(true);
    const [user] = api.sandbox.users;
    const { json: own } = await api.call('GET', `${path}?user_id=${user?.id}`);
    const { json: list } = await api.call('GET', `/opportunity/?user_id=${user?.id}&_limit=1`);
    expect(own.status_overview.reduce((sum: number, row: Row) => sum + row['ended'], 0)).toBe(
      list.total_results,
    );
  });
});

describe('the funnel reports', () => {
  const funnel = {
    type: 'created-cohort',
    cohort_relative_range: 'all-time',
    report_relative_range: 'all-time',
  };

  it('count the opportunities of the pipeline', async () => {
    const api = openApi();
    const [pipeline] = (await api.call('GET', '/pipeline/')).json.data;
    const list = (await allOf(api, '/opportunity/')).filter(({ pipeline_id }) => pipeline_id === pipeline.id);
    const ofType = (type: string) => list.filter(({ status_type }) => status_type === type);
    const [won, lost] = [ofType('won'), ofType('lost')];
    const body = { ...funnel, pipeline: pipeline.id };
    const { json: totals } = await api.call('POST', '/report/funnel/opportunity/totals/', body);
    expect(totals.aggregations).toMatchObject({
      count: list.length,
      count_total_won: won.length,
      count_total_complete: won.length + lost.length,
      count_win_rate: Math.round((won.length / (won.length + lost.length)) * 1000) / 10,
      value_total_won: sumOf(won, 'value'),
      value_total_complete: sumOf([...won, ...lost], 'value'),
    });
    expect(sumOf(totals.data, 'count')).toBe(list.length);
    const { json: stages } = await api.call('POST', '/report/funnel/opportunity/stages/', body);
    const rows: Row[] = stages.aggregations.stages;
    expect(rows.map(({ status }) => status.type)).not.toContain('lost');
    expect(rows[0]?.['count']).toBe(list.length);
    expect(rows.at(-1)?.['count']).toBe(won.length);
    expect(sumOf(rows, 'count_lost')).toBe(lost.length);
    expect(
      sumOf(
        stages.data.map(({ stages: own }: Row) => own[0]),
        'count',
      ),
    ).toBe(list.length);
  });

  it('follow a deal through its stages', async () => {
    const api = openWithKey({ leads: 0 });
    const [pipeline] = (await api.call('GET', '/pipeline/')).json.data;
    const [first, second, third] = pipeline.statuses;
    const won = pipeline.statuses.find(({ type }: Row) => type === 'won');
    const deal = { pipeline_id: pipeline.id, status_id: first.id, value: 100_000, confidence: 50 };
    const { json: fast } = await api.call('POST', '/opportunity/', deal);
    await api.call('POST', '/opportunity/', deal);
    api.sandbox.clock.advance(86_400_000);
    await api.call('PUT', `/opportunity/${fast.id}/`, { status_id: second.id });
    api.sandbox.clock.advance(86_400_000);
    await api.call('PUT', `/opportunity/${fast.id}/`, { status_id: won.id });
    api.sandbox.clock.advance(1000);
    const body = { ...funnel, pipeline: pipeline.id };
    const { json: stages } = await api.call('POST', '/report/funnel/opportunity/stages/', body);
    const stage = (id: string) => stages.aggregations.stages.find(({ status }: Row) => status.id === id);
    expect(stage(first.id)).toMatchObject({
      count: 2,
      count_conversion_rate: 50,
      average_time_to_advance: 86_400,
      value: 200_000,
      weighted_value: 100_000,
      value_conversion_rate: 50,
    });
    expect(stage(second.id)).toMatchObject({
      count: 1,
      count_conversion_rate: 100,
      average_time_to_advance: 86_400,
    });
    expect(stage(third.id)).toMatchObject({ count: 1, average_time_to_advance: null });
    expect(stage(won.id)).toMatchObject({ count: 1, count_conversion_rate: null });
    const { json: totals } = await api.call('POST', '/report/funnel/opportunity/totals/', body);
    expect(totals.aggregations).toMatchObject({ count: 2, count_total_won: 1, average_time_to_win: 172_800 });
    const unreported = { ...body, report_relative_range: undefined };
    const report_datetime_range = { start: '2026-11-23T00:00:00Z', end: '2026-11-24T00:00:00Z' };
    const { json: early } = await api.call('POST', '/report/funnel/opportunity/totals/', {
      ...unreported,
      report_datetime_range,
    });
    expect(early.aggregations).toMatchObject({ count: 2, count_total_won: 0, average_time_to_win: null });
    const { json: before } = await api.call('POST', '/report/funnel/opportunity/totals/', {
      ...unreported,
      report_datetime_range: { start: '2026-11-01T00:00:00Z', end: '2026-11-02T00:00:00Z' },
    });
    expect(before.aggregations).toMatchObject({ count: 0, count_total_complete: 0, count_win_rate: 0 });
    const active = { pipeline: pipeline.id, type: 'active-stage-cohort', report_relative_range: 'today' };
    const { json: later } = await api.call('POST', '/report/funnel/opportunity/totals/', active);
    expect(later.aggregations.count).toBe(2);
  });
});

describe('the report on sent emails', () => {
  it('counts the emails of each template', async () => {
    const api = openApi();
    const [template] = (await api.call('GET', '/email_template/')).json.data;
    const { json: job } = await api.call('POST', '/bulk_action/email/', { template_id: template.id });
    api.sandbox.clock.advance(60_000);
    const { json: done } = await api.call('GET', `/bulk_action/email/${job.id}/`);
    const { json } = await api.call('GET', `/report/sent_emails/${organizationOf(api)}/`);
    const stats = (id: string | null) => json.sent_email_stats.find((row: Row) => row['template_id'] === id);
    expect(stats(template.id)).toMatchObject({ name: template.name, total: done.n_objects, responded: 0 });
    const emails = (await allOf(api, '/activity/email/')).filter(({ status }) => status === 'sent');
    const plain = emails.filter(({ template_id }) => template_id === null);
    const answered = plain.filter(({ has_reply }) => has_reply === true);
    expect(stats(null)).toMatchObject({ total: plain.length, responded: answered.length });
    expect(stats(null).percentage_responded).toBe(Math.round((answered.length / plain.length) * 100));
    const query = `/report/sent_emails/${organizationOf(api)}/?date_start=2026-11-23`;
    const { json: today } = await api.call('GET', query);
    expect(sumOf(today.sent_email_stats, 'total')).toBe(
      emails.filter(({ date_sent }) => date_sent >= '2026-11-23').length,
    );
  });
});

describe('the custom report', () => {
  it('is refused by name: Close does not document its response', async () => {
    const api = openApi({ leads: 1 });
    const path = `/report/custom/${organizationOf(api)}/?x=lead.date_created`;
    const { status, json, response } = await api.call('GET', path);
    expect([status, response.headers.get('x-closekit-sandbox')]).toEqual([501, 'not-understood']);
    expect(json.error).toContain('GET /report/custom/{org_id}/');
    const loose = openApi({ leads: 1, strict: false });
    expect((await loose.call('GET', path)).status).toBe(404);
  });
});

describe('the responses of reports', () => {
  it('match the OpenAPI document', async () => {
    const { check, checked, sandbox } = openContract();
    const organization = sandbox.organizations[0]?.id;
    await check('GET', '/report/activity/metrics/');
    const metrics = ['calls.all.all.avg_duration', 'leads.contacted.all.count'];
    await check('POST', '/report/activity/', { type: 'overview', relative_range: 'last-quarter', metrics });
    await check('POST', '/report/activity/', { type: 'comparison', relative_range: 'this-year', metrics });
    for (const { id: pipeline } of (await check('GET', '/pipeline/')).data) {
      const body = { pipeline, type: 'active-stage-cohort', report_relative_range: 'all-time' };
      await check('POST', '/report/funnel/opportunity/stages/', body);
      await check('POST', '/report/funnel/opportunity/totals/', body);
      const compared_datetime_range = 'same-days-last-month';
      const report_datetime_range = { start: '2026-11-01', end: '2026-11-30' };
      await check('POST', '/report/funnel/opportunity/totals/', {
        pipeline,
        type: 'created-cohort',
        cohort_relative_range: 'this-year',
        report_datetime_range,
        compared_datetime_range,
      });
    }
    await check('GET', `/report/sent_emails/${organization}/`);
    await check('GET', `/report/statuses/lead/${organization}/?date_start=2026-06-01`);
    await check('GET', `/report/statuses/opportunity/${organization}/?date_start=2026-06-01`);
    expect(checked()).toEqual(expect.arrayContaining(operationsOf(reportRoutes)));
  });
});

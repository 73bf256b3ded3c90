import type { Export } from '../../generated/schema.ts';
import { isRecord } from '../base/is-record.ts';
import { CloseApiError } from '../errors/close-api-error.ts';
import { planOf } from '../operations/plan.ts';
import { prepareCall } from '../operations/prepare-call.ts';
import { sendAgain } from '../operations/send-again.ts';
import { writeRules } from '../operations/write-rules.ts';
import type { ExportSettings } from './export-options.ts';

/** The members of an export that are needed here. */
export type FoundExport = Pick<Export, 'id' | 'status' | 'download_url' | 'format' | 'n_docs'> & {
  readonly n_docs_processed?: number | null;
};

/**
 * Sends an operation that returns an export, until the caller's signal or `stop` aborts.
 *
 * @throws CloseApiError `decode` when it returns none.
 */
export async function requestExport(
  row: string,
  values: readonly unknown[],
  { settings, stop }: { readonly settings: ExportSettings; readonly stop: AbortSignal },
): Promise<FoundExport> {
  const call = prepareCall(settings.close, planOf(row, writeRules), [...values, settings.request]);
  const { data } = await sendAgain(call, call.args, stop);
  if (isExport(data)) return data;
  const { id: operation } = call.plan.operation;
  throw new CloseApiError('decode', `${operation}: The response is no export. Check \`baseUrl\`.`, {
    operation,
  });
}

function isExport(data: unknown): data is FoundExport {
  return isRecord(data) && typeof data['id'] === 'string' && typeof data['status'] === 'string';
}

import { useSearch, useSearchParams } from 'wouter';

export interface LeadFilter {
  readonly search: string;
  readonly statusIds: readonly string[];
  /** The filter as a query string, for links that keep it. */
  readonly suffix: string;
  readonly setSearch: (text: string) => void;
  readonly setStatusIds: (ids: Iterable<string>) => void;
}

/** The filter of the list. It is stored in the address, so Back, reloads and shared links keep it. */
export function useLeadFilter(): LeadFilter {
  const [parameters, setParameters] = useSearchParams();
  const suffix = useSearch();
  const change = (name: string, values: readonly string[]): void =>
    setParameters(
      (before) => [...[...before].filter(([key]) => key !== name), ...values.map((value) => [name, value])],
      { replace: true },
    );
  return {
    search: parameters.get('q') ?? '',
    statusIds: parameters.getAll('status'),
    suffix: suffix && `?${suffix}`,
    setSearch: (text) => change('q', text === '' ? [] : [text]),
    setStatusIds: (ids) => change('status', [...ids]),
  };
}

const paths = {
  leads: 'M3 5.5h14M3 10h14M3 14.5h9',
  opportunities: 'M4 4v12M10 4v8M16 4v5',
  connection:
    'M7.5 12.5l5-5M8.5 5.8l1.6-1.6a4 4 0 0 1 5.7 5.7l-1.6 1.6M11.5 14.2l-1.6 1.6a4 4 0 0 1-5.7-5.7l1.6-1.6',
  search: 'M9 15A6 6 0 1 0 9 3a6 6 0 0 0 0 12ZM13.5 13.5L17 17',
  back: 'M12 4.5L6.5 10l5.5 5.5',
  mail: 'M3 5h14v10H3zM3.5 5.5L10 11l6.5-5.5',
  phone: 'M5 3h3l1.5 4L7.5 8.5a10 10 0 0 0 4 4L13 10.5l4 1.5v3a2 2 0 0 1-2 2A12 12 0 0 1 3 5a2 2 0 0 1 2-2Z',
  check: 'M4 10.5l4 4 8-9',
} as const;

/** A line drawing beside a word; it says nothing that the word does not say. */
export function Icon({ name, size = 18 }: { readonly name: keyof typeof paths; readonly size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={paths[name]} />
    </svg>
  );
}

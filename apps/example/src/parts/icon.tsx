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
  close: 'M5 5l10 10M15 5L5 15',
  note: 'M5 3h7l4 4v10H5zM12 3v4h4M8 11h5M8 14h3',
  message: 'M3 4h14v10H9l-4 3v-3H3z',
  meeting: 'M3 5h14v12H3zM3 9h14M7 3v4M13 3v4',
  change: 'M4 7h11M12 4l3 3-3 3M16 13H5M8 10l-3 3 3 3',
  merge: 'M5 3v4a5 5 0 0 0 5 5v5M15 3v4a5 5 0 0 1-5 5',
  created: 'M10 4v12M4 10h12',
  form: 'M4 3h12v14H4zM7 7h6M7 10h6M7 13h3',
  import: 'M10 3v9M6.5 9l3.5 3.5L13.5 9M4 16h12',
  more: 'M5 10h.01M10 10h.01M15 10h.01',
  drag: 'M7 5h.01M13 5h.01M7 10h.01M13 10h.01M7 15h.01M13 15h.01',
  down: 'M5 8l5 5 5-5',
  out: 'M8 4H4v12h4M12 6.5l3.5 3.5-3.5 3.5M15 10H8',
} as const;

export type IconName = keyof typeof paths;

/** A decorative icon beside a word, hidden from screen readers. */
export function Icon({ name, size = 18 }: { readonly name: IconName; readonly size?: number }) {
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

export function noteFields(text: string): Record<string, unknown> {
  return {
    note: text,
    note_html: noteHtml(text),
    note_mentions: [],
    attachments: [],
    title: null,
    pinned: false,
    pinned_at: null,
    source: 'ui',
  };
}

export function noteHtml(text: string): string {
  return text === '' ? '' : `<body><p>${escapeHtml(text)}</p></body>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** The maximum length of a label, in characters. */
export const longestLabel = 200;

/** A label as it is stored. Databases refuse some of the signs that a header or a form may contain. */
export function toDeviceLabel(text: string): string {
  return text.slice(0, longestLabel).replaceAll(/\p{Cc}|\p{Cs}/gu, ' ');
}

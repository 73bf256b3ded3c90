/** Joins functions that each end something to one that ends everything. */
export function joinEndings(...endings: readonly (() => unknown)[]): () => void {
  return () => endings.forEach((end) => end());
}

import { describe, expect, it } from 'vitest';
import { encodeMultipart } from './multipart.ts';

const encode = (fields: Record<string, string>, filename: string) =>
  encodeMultipart(fields, { file: new Blob(['content']), filename, contentType: 'text/plain' });

describe('encodeMultipart', () => {
  it('encodes what a parser of the platform reads: the fields in their order, the file last', async () => {
    const { body, contentType } = encode(
      { key: 'a/b', policy: 'x=\r\ny', 'Content-Type': 'text/plain' },
      'ä.txt',
    );
    const form = await new Response(body, { headers: { 'content-type': contentType } }).formData();
    expect([...form.keys()]).toEqual(['key', 'policy', 'Content-Type', 'file']);
    expect(form.get('key')).toBe('a/b');
    expect(form.get('policy')).toBe('x=\r\ny');
    const file = form.get('file');
    expect(file).toMatchObject({ name: 'ä.txt', type: 'text/plain', size: 7 });
  });

  it('knows where the file begins', async () => {
    const { body, fileStart } = encode({ key: 'ä' }, 'a.txt');
    expect(await body.slice(fileStart, fileStart + 7).text()).toBe('content');
  });

  it('escapes names, so that none ends its header', async () => {
    const { body } = encode({}, 'a"\r\nx: y');
    expect(await body.text()).toContain('filename="a%22%0D%0Ax: y"');
  });
});

/** Reads server-sent events one by one. */
export interface MessageReader {
  /** The next message, without its blank line; undefined once the stream has ended. */
  next(): Promise<string | undefined>;
  /** Everything up to the end of the stream. */
  rest(): Promise<string[]>;
  leave(): Promise<void>;
}

export function readMessages(response: Response): MessageReader {
  if (response.body === null) throw new Error('The response has no body.');
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';

  async function next(): Promise<string | undefined> {
    while (!text.includes('\n\n')) {
      const { done, value } = await reader.read();
      if (done) return undefined;
      text += value;
    }
    const end = text.indexOf('\n\n');
    const message = text.slice(0, end);
    text = text.slice(end + 2);
    return message;
  }

  return {
    next,
    async rest() {
      const messages: string[] = [];
      for (let one = await next(); one !== undefined; one = await next()) messages.push(one);
      return messages;
    },
    leave: () => reader.cancel(),
  };
}

import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { activeRecord } from '../../../../test/active-record.ts';
import { deferred } from '../../../../test/deferred.ts';
import { connectRedis, openClient } from './connection.ts';
import { redisStore } from './store.ts';

class FakeRedis extends EventEmitter {
  isOpen = false;
  readonly subscribed = deferred();
  readonly subscribe = vi.fn<() => Promise<void>>(() => this.subscribed.promise);
  readonly sendCommand = vi.fn<() => Promise<unknown>>(() => Promise.resolve(null));
  readonly unref = vi.fn<() => void>();
  readonly listener: () => FakeRedis;

  constructor(listener: FakeRedis | undefined) {
    super();
    this.listener = () => listener ?? this;
  }

  duplicate(): FakeRedis {
    return this.listener();
  }

  connect(): Promise<void> {
    this.isOpen = true;
    this.emit('ready');
    return Promise.resolve();
  }

  destroy(): void {
    this.isOpen = false;
  }
}

class FakeIoRedis extends EventEmitter {
  readonly subscribed = deferred();
  readonly subscribe = vi.fn<() => Promise<void>>(() => this.subscribed.promise);
  readonly call = vi.fn<() => Promise<unknown>>();
  readonly disconnect = vi.fn<() => void>();

  duplicate(): FakeIoRedis {
    return this;
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('listening through a client of redis', () => {
  it('has resumed once it is subscribed, and not before', async () => {
    const own = new FakeRedis(undefined);
    const resumed = vi.fn<() => void>();
    const { started } = connectRedis(new FakeRedis(own)).listen('written', () => undefined, resumed);
    await settled();
    expect(resumed).not.toHaveBeenCalled();
    own.subscribed.resolve();
    await started;
    expect(resumed).toHaveBeenCalledOnce();
    own.emit('ready');
    expect(resumed).toHaveBeenCalledTimes(2);
  });
});

describe('listening through a client of ioredis', () => {
  it('has resumed once it is subscribed, also after the connection broke', async () => {
    const own = new FakeIoRedis();
    const resumed = vi.fn<() => void>();
    const { started } = connectRedis(own).listen('written', () => undefined, resumed);
    own.emit('ready');
    await settled();
    expect(resumed).not.toHaveBeenCalled();
    own.subscribed.resolve();
    await started;
    expect(resumed).toHaveBeenCalledOnce();

    const again = deferred();
    own.subscribe.mockReturnValueOnce(again.promise);
    own.emit('ready');
    await settled();
    expect(resumed).toHaveBeenCalledOnce();
    again.resolve();
    await settled();
    expect(resumed).toHaveBeenCalledTimes(2);
  });
});

describe('a store that could not subscribe', () => {
  it('leaves no connection open, and retries with the next subscriber', async () => {
    const listeners: FakeRedis[] = [];
    const client = new FakeRedis(undefined);
    client.duplicate = () => {
      const listener = new FakeRedis(undefined);
      listener.subscribe.mockRejectedValueOnce(new Error('the line broke'));
      listeners.push(listener);
      return listener;
    };
    const store = redisStore({ client, assumeDurable: true });
    store.subscribe?.('k', () => undefined);
    await vi.waitFor(() => expect(listeners[0]?.subscribe).toHaveBeenCalled());
    await vi.waitFor(() => expect(listeners[0]?.isOpen).toBe(false));
    store.subscribe?.('k', () => undefined);
    await settled();
    expect(listeners).toHaveLength(2);
  });
});

describe('a connection that was opened here', () => {
  it('is not opened again by a call after it was closed', async () => {
    const accepted = vi.fn<(socket: Socket) => void>((socket) => void socket.destroy());
    const server = createServer(accepted).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const connection = await openClient(`redis://127.0.0.1:${port}`, 100);
    connection.end();
    await expect(connection.send(['PING'])).rejects.toThrow('The store was closed. Create another.');
    expect(accepted).not.toHaveBeenCalled();
  });
});

describe('a store over a client that returns bytes', () => {
  it('parses the record', async () => {
    const client = new FakeRedis(undefined);
    const fields = ['1', JSON.stringify(activeRecord(1))];
    client.sendCommand.mockResolvedValue(fields.map((field) => Buffer.from(field)));
    expect(await redisStore({ client, assumeDurable: true }).load('k')).toEqual(activeRecord(1));
  });
});

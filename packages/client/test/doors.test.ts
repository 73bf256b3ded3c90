import { describe, expect, it } from 'vitest';
import * as files from '../src/files.ts';
import * as operations from '../src/generated/operations.ts';
import * as door from '../src/index.ts';
import * as opentelemetry from '../src/opentelemetry.ts';

describe('@closekit/client', () => {
  it('exports these values', () => {
    expect(Object.keys(door).toSorted()).toEqual([
      'CloseApiError',
      'apiKey',
      'bearer',
      'cookieSession',
      'createCloseClient',
      'debug',
      'isCloseApiError',
      'memoryBudget',
      'pace',
      'paceTogether',
      'raw',
      'resources',
      'subscribe',
      'tokenSession',
      'tzOffset',
      'userAgent',
      'watch',
    ]);
  });
});

describe('@closekit/client/opentelemetry', () => {
  it('exports one function', () => {
    expect(Object.keys(opentelemetry)).toEqual(['traceCalls']);
  });
});

describe('@closekit/client/files', () => {
  it('exports these values', () => {
    expect(Object.keys(files).toSorted()).toEqual([
      'downloadExport',
      'downloadFile',
      'exportLeads',
      'exportOpportunities',
      'readExport',
      'streamResponse',
      'uploadFile',
    ]);
  });
});

describe('@closekit/client/operations', () => {
  it('exports a function for each operation of the tree', () => {
    const leaves = (node: object): number =>
      'method' in node
        ? 1
        : Object.values(node).reduce((sum: number, child: object) => sum + leaves(child), 0);
    expect(Object.keys(operations)).toHaveLength(leaves(door.resources) + 1);
    expect(operations).toHaveProperty('createCloseConnection');
    expect(operations).toHaveProperty('activitiesWhatsappMessagesList');
  });
});

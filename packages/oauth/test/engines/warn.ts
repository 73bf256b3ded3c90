import { memoryStore } from '../../src/index.ts';
import { activeRecord } from '../active-record.ts';

// A process with two stores in memory and three grants.
const [first, second] = [memoryStore(), memoryStore()];
await first.compareAndSet('a', 0, activeRecord(1));
await first.compareAndSet('b', 0, activeRecord(1));
await second.compareAndSet('a', 0, activeRecord(1));

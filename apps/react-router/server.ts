import { serve } from './serve.ts';

const { url } = await serve(Number(process.env['PORT'] ?? 3000));
process.stdout.write(`${url}\n`);

// #region mount
import { toNodeListener } from '@closekit/server/node';
import express from 'express';
import { handler } from './close.ts';

const app = express();
app.use('/api/close', toNodeListener(handler)); // before the body parsers
app.use(express.json());
// #endregion mount
app.post('/notes', (request, response) => {
  response.json(request.body);
});

app.listen(process.env['PORT'] ?? 3000);

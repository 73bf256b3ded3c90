import { handler } from '../close.server.ts';
import type { Route } from './+types/close.ts';

export const loader = ({ request }: Route.LoaderArgs) => handler(request);
export const action = ({ request }: Route.ActionArgs) => handler(request);

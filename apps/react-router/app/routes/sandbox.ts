import { sandbox } from '../close.server.ts';
import type { Route } from './+types/sandbox.ts';

const answer = (request: Request) => sandbox?.fetch(request) ?? new Response(null, { status: 404 });

/** The consent page of the sandbox. An app that uses the real Close does not need this route. */
export const loader = ({ request }: Route.LoaderArgs) => answer(request);
export const action = ({ request }: Route.ActionArgs) => answer(request);

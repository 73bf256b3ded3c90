import { rowOf } from '../base/api-call.ts';
import type { ApiRoute } from '../base/api-call.ts';
import { listPage } from '../base/list-page.ts';
import { membershipOf } from '../resources/member-routes.ts';
import { orderRows } from '../base/order-rows.ts';
import { renderUser } from '../render/user.ts';

/** The users of the organization: list and get. */
export const userRoutes: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: '/user/',
    handle: (call) => {
      const { data, query } = call;
      const members = data.users.all().filter(({ id }) => membershipOf(data, id) !== undefined);
      const users = orderRows(members, query.get('_order_by'), {
        first_name: (user) => user.first_name,
        last_name: (user) => user.last_name,
      });
      return listPage(users, { call, render: renderUser });
    },
  },
  { method: 'GET', path: '/user/{id}/', handle: (call) => renderUser(rowOf(call, call.data.users)) },
];

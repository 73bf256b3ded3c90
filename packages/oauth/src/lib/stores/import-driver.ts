import { storeUnsuitable } from '../record/store-unsuitable.ts';

/**
 * Imports the driver of a store. `message` names the missing package and its installation.
 *
 * @throws CloseOAuthError `store_unsuitable` when the driver is not installed.
 */
export async function importDriver<T>(importModule: () => Promise<T>, message: string): Promise<T> {
  try {
    return await importModule();
  } catch (error) {
    throw storeUnsuitable(message, error);
  }
}

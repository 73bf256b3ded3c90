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

/**
 * Imports a package that is installed only where an app uses it. Bundlers look for the package of an `import('name')`
 * and complain when it is missing, also when the app never gets here: a variable name and the marks stop them.
 */
export function importPackage<T>(name: string): Promise<T> {
  return import(/* @vite-ignore */ /* webpackIgnore: true */ /* turbopackIgnore: true */ name);
}

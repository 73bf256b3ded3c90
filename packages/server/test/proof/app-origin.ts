/** The public origin of the app. */
export const appOrigin = 'https://app.example';

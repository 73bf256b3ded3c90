export default function Welcome() {
  // Not a `Link`: a login is opened, not fetched.
  return <a href="/api/close/login?returnTo=/leads">Connect Close</a>;
}

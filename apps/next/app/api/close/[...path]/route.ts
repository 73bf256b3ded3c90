// #region mount
import { handler } from '../../../../close.ts';

export { handler as DELETE, handler as GET, handler as POST, handler as PUT };
// #endregion mount

/** Rules of the house that oxlint does not bring along. `.oxlintrc.json` switches them on. */
import { camelCaseConstants } from './camel-case-constants.mjs';
import { docComments } from './doc-comments.mjs';
import { filePlaces } from './file-places.mjs';
import { packageImports } from './package-imports.mjs';
import { publicDocs } from './public-docs.mjs';
import { rooms } from './rooms.mjs';
import { typeErrors } from './type-errors.mjs';

// oxlint loads the default export.
export default {
  meta: { name: 'closekit' },
  rules: {
    'camel-case-constants': camelCaseConstants,
    'doc-comments': docComments,
    'file-places': filePlaces,
    'package-imports': packageImports,
    'public-docs': publicDocs,
    rooms,
    'type-errors': typeErrors,
  },
};

import { newOrigin } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { leadFileRoutes } from './lead-file-routes.ts';
import { fileLink, uploadFolder } from './storage-paths.ts';

/** File uploads, and the files of leads. */
export const fileRoutes: readonly ApiRoute[] = [
  { method: 'POST', path: '/files/upload/', handle: createUpload },
  ...leadFileRoutes,
];

const uploadLifetimeMs = 60_000;

function createUpload(call: ApiCall): object {
  const { body, data, now, storageOrigin } = call;
  const { id } = newOrigin(call, 'file_');
  const filename = String(body['filename']);
  const content_type = String(body['content_type']);
  const uploadUntil = now + uploadLifetimeMs;
  const signature = data.ids.id('signature_');
  data.files.add({ id, filename, content_type, uploadUntil, signature });
  return {
    upload: {
      url: `${storageOrigin}${uploadFolder}`,
      fields: {
        key: id,
        AWSAccessKeyId: 'SANDBOX',
        'Content-Type': content_type,
        'Content-Disposition': `attachment; filename="${filename.replaceAll('"', '')}"`,
        policy: btoa(JSON.stringify({ expiration: new Date(uploadUntil).toISOString() })),
        signature,
        success_action_status: '201',
      },
    },
    download: { url: fileLink({ id, filename }) },
  };
}

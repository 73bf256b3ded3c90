import { compile } from './compilers.ts';
import { consumer } from './consumer.ts';
import { writeProject } from './projects.ts';

const versions = ['5.5', '5.9', '6.0', '7.0'];

const project = writeProject('consumer', consumer, { skipLibCheck: false, jsx: 'react-jsx' });
for (const version of versions) {
  const { errors, checkSeconds } = compile(version, project);
  console.log(
    `TypeScript ${version}: ${errors === '' ? `compiles, checked in ${checkSeconds} s` : `\n${errors}`}`,
  );
  if (errors !== '') process.exitCode = 1;
}

import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist', 'target', 'node_modules', 'src/api/contract.ts'] },
  tseslint.configs.recommended,
  reactHooks.configs.flat['recommended-latest'],
);

import hooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/**
 * Imports go one way: app → features → ui → lib. A room does not know of another; what two rooms need lies below them.
 */
const layers = [
  {
    files: ['src/lib/**'],
    not: ['@/ui/*', '@/features/*', '@/app/*', '**/ui/*', '**/features/*', '**/app/*'],
  },
  { files: ['src/ui/**'], not: ['@/features/*', '@/app/*', '**/features/*', '**/app/*'] },
];
const rooms = ['home', 'people', 'records', 'reference', 'session', 'settings', 'setup', 'sources'];

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'src/lib/api/schema.ts', 'src/app/early_theme.js'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      globals: { ...globals.browser },
      parserOptions: {
        projectService: { allowDefaultProject: ['eslint.config.js'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    plugins: { 'react-hooks': hooks },
    rules: {
      ...hooks.configs.recommended.rules,
      // The compiler is not used here; what its rules say of the virtualiser does not concern us.
      'react-hooks/incompatible-library': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/only-throw-error': 'off',
      '@typescript-eslint/no-base-to-string': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportAllDeclaration', message: 'No barrel files: import from where it is made.' },
        {
          selector: 'ExportNamedDeclaration[source]',
          message: 'No barrel files: import from where it is made.',
        },
      ],
      'max-lines': ['error', 600],
    },
  },
  ...layers.map(({ files, not }) => ({
    files,
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: not, message: 'Imports go one way: app → features → ui → lib.' }] },
      ],
    },
  })),
  ...rooms.map(room => ({
    files: [`src/features/${room}/**`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['@/app/*'], message: 'Imports go one way: app → features → ui → lib.' },
            {
              group: ['@/features/*'],
              message: 'A room does not know of another: put what both need into ui or lib.',
            },
          ],
        },
      ],
    },
  })),
  // The router does not tell its routes' types, so that rooms need not know the route tree: here they are said.
  { files: ['src/app/routes/**'], rules: { '@typescript-eslint/no-unnecessary-type-assertion': 'off' } },
  { files: ['eslint.config.js'], ...tseslint.configs.disableTypeChecked },
);

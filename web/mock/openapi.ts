/** A small contract for the page that shows it. */
export const openapi = {
  openapi: '3.1.0',
  info: { title: 'Kith', version: '0.1.0', description: 'Customers, their stories and consents.' },
  paths: {
    '/people': {
      get: {
        summary: 'List people',
        tags: ['People'],
        parameters: [
          {
            name: 'filter',
            in: 'query',
            schema: { type: 'string' },
            description: 'A conjunction in the rule language',
          },
        ],
        responses: { 200: { description: 'A page of people' } },
      },
      post: {
        summary: 'Create a person',
        tags: ['People'],
        requestBody: {
          content: {
            'application/json': {
              schema: { type: 'object', properties: { given_name: { type: 'string' } } },
            },
          },
        },
        responses: { 201: { description: 'The person' } },
      },
    },
    '/sources': {
      get: { summary: 'List sources', tags: ['Sources'], responses: { 200: { description: 'Sources' } } },
    },
  },
};

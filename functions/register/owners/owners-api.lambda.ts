import { api } from '../../../shared/http/api.ts';
import { registeredCaller } from './public.ts';
import { routes } from './routes.ts';

export const handler = api({ routes, table: 'owners', find: registeredCaller });

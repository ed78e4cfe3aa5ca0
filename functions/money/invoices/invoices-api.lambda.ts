import { api } from '../../../shared/http/api.ts';
import { registeredCaller } from '../../register/owners/public.ts';
import { routes } from './routes.ts';

export const handler = api({ routes, table: 'ledger', find: registeredCaller });

import type { Verb } from '../verb';
import { acceptOrder } from './accept-order';
import { acknowledge } from './acknowledge';
import { createOrder } from './create-order';
import { pushParcel } from './push-parcel';

/** Every verb, in the order of an order's life. */
export const verbs: readonly Verb[] = [acceptOrder, createOrder, acknowledge, pushParcel];
export const verbNamed = (name: string): Verb | undefined => verbs.find((verb) => verb.name === name);

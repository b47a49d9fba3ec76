import type { Verb } from '../verb';
import { acceptOrder } from './accept-order';
import { acknowledge } from './acknowledge';
import { createOrder } from './create-order';
import { pushCancellation } from './push-cancellation';
import { pushParcel } from './push-parcel';
import { pushRefund } from './push-refund';
import { pushReturn } from './push-return';
import { pushStock } from './push-stock';
import { shopCancel } from './shop-cancel';
import { shopFulfil } from './shop-fulfil';
import { shopRefund } from './shop-refund';
import { shopReturn } from './shop-return';
import { shopUpdate } from './shop-update';

/** Every verb, in the order of an order's life. */
export const verbs: readonly Verb[] = [
  acceptOrder,
  createOrder,
  acknowledge,
  pushParcel,
  pushCancellation,
  pushRefund,
  shopCancel,
  shopRefund,
  shopFulfil,
  shopUpdate,
  shopReturn,
  pushReturn,
  pushStock,
];
export const verbNamed = (name: string): Verb | undefined => verbs.find((verb) => verb.name === name);

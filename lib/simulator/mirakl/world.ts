/** The settings of a marketplace's world, as far as they are no part of PC01. */
import type { MiraklSimulator } from '../port';
import { within } from './platform';

export type MiraklWorld = MiraklSimulator['world'] & {
  /** Whether OR21 may accept some lines and refuse others. */
  partialAcceptance: boolean;
  /** Ms: a clock that runs a little fast, or a quicker way for the second request, is no breach of a published rate. */
  rateTolerance: number;
};
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Settings of which PC01 speaks are PC01's: there is one truth for what it says and what happens. */
export function worldOf(configuration: Record<string, unknown>): MiraklWorld {
  const features = () => within(configuration, 'features');
  return {
    debitDelay: 2 * MINUTE,
    acceptWithin: 48 * HOUR,
    visibilityLag: 0,
    partialAcceptance: true,
    rateTolerance: 600,
    paymentWorkflow: 'PAY_ON_ACCEPTANCE',
    partialCancelation: true,
    cancelationReducesQuantity: false,
    orderLevelTaxes: false,
    taxRule: 'PROPORTIONAL_TO_AMOUNT',
    trackingAfterShipment: true,
    refundDelay: 10 * MINUTE,
    toCollectAfter: null,
    receivedAfter: 7 * 24 * HOUR,
    closedAfter: 14 * 24 * HOUR,
    acceptsReturns: false,
    noReceptionAfter: 30 * 24 * HOUR,
    importDelay: 30_000,
    asksForDocuments: false,
    get automaticAcceptance() {
      return within(features(), 'order_workflows').order_acceptance === 'AUTOMATIC';
    },
    set automaticAcceptance(automatic: boolean) {
      within(features(), 'order_workflows').order_acceptance = automatic ? 'AUTOMATIC' : 'NOT_AUTOMATIC';
    },
    get multiShipment() {
      return within(features(), 'shipment').multi_shipment === true;
    },
    set multiShipment(several: boolean) {
      within(features(), 'shipment').multi_shipment = several;
    },
    get returns() {
      return within(features(), 'returns').marketplace === true;
    },
    set returns(there: boolean) {
      within(features(), 'returns').marketplace = there;
    },
    get alternativeCarriers() {
      return features().disable_seller_alternative_carrier !== true;
    },
    set alternativeCarriers(allowed: boolean) {
      features().disable_seller_alternative_carrier = !allowed;
    },
  };
}

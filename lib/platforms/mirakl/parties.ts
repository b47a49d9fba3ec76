/** Who bought, who pays, where it goes. Addresses are null before shipping or acceptance; phones and names come in odd places (contracts/mirakl §11). */
import type { Parties, Party } from '../../model/order';
import { alpha2 } from './countries';
import type { MiraklAddress, MiraklOrder } from './payload';

/** A country that cannot be read is kept as the label that the source wrote; whoever needs its code asks for it. */
export function partiesOf(order: MiraklOrder): Parties {
  const { customer } = order;
  if (!customer) return {};
  const buyerName = nameOf(customer.firstname, customer.lastname);
  const business = {
    ...(customer.organization?.name ? { company: customer.organization.name } : {}),
    ...(customer.organization?.tax_identification_number ? { vatId: customer.organization.tax_identification_number } : {}),
    ...(customer.organization?.identification_number ? { registrationId: customer.organization.identification_number } : {}),
  };
  const shipTo = partyOf(customer.shipping_address, buyerName);
  const billTo = partyOf(customer.billing_address, buyerName);
  const { pickupPoint: _, ...home } = billTo ?? shipTo ?? { name: buyerName, lines: [], city: '', country: '' };
  return {
    buyer: {
      ...business,
      ...home,
      name: buyerName || home.name,
      ...(order.customer_notification_email ? { email: order.customer_notification_email } : {}),
    },
    ...(billTo ? { billTo: { ...business, ...billTo } } : {}),
    ...(shipTo
      ? { shipTo: { ...shipTo, ...(order.shipping_pudo_id ? { pickupPoint: { id: order.shipping_pudo_id } } : {}) } }
      : {}),
  };
}

const nameOf = (first: string | undefined, last: string | undefined): string => [first, last].filter(Boolean).join(' ').trim();

/** Undefined where the address says nothing, as an address that is not there. */
function partyOf(address: MiraklAddress | undefined, buyerName: string): Party | undefined {
  if (!address || Object.values(address).every((value) => value === undefined || value === null || value === ''))
    return undefined;
  const country = alpha2(address.country_iso_code, address.country);
  const label = address.country ?? address.country_iso_code;
  const company = [address.company, address.company_2].filter(Boolean).join(', ');
  const phone = address.phone ?? address.phone_secondary;
  return {
    name: nameOf(address.firstname, address.lastname) || buyerName,
    ...(company ? { company } : {}),
    lines: [address.street_1, address.street_2, address.additional_info].filter((line): line is string => Boolean(line)),
    city: address.city ?? '',
    ...(address.state ? { region: address.state } : {}),
    ...(address.zip_code ? { postalCode: address.zip_code } : {}),
    country: country ?? '',
    ...(country === undefined && label ? { countryLabel: label } : {}),
    ...(phone ? { phone } : {}),
  };
}

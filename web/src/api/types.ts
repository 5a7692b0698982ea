/**
 * The REST contract, as the portal reads it: names for what `npm run generate` makes of the server's
 * openapi.yaml. Features import types from here and nowhere else.
 */
import type { components, operations } from './contract';

type Schemas = components['schemas'];
type Query<Operation extends keyof operations> = NonNullable<
  operations[Operation]['parameters']['query']
>;

/** The amount is exact, with nine decimals. Never parse it for arithmetic. */
export type Money = Schemas['Money'];

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
  total: number;
}

export type Offer = Schemas['Offer'];
export type OfferPage = Schemas['OfferPage'];
export type Availability = Schemas['Availability'];
export type CapacityType = Offer['capacityType'];
export type Freshness = Offer['freshness'];
export type AvailabilityState = Availability['state'];
export type ConvertedPrice = Schemas['ConvertedPrice'];
export type PriceTerm = Schemas['Source']['term'];

export type ConfidenceLevel = Schemas['Confidence']['level'];
export type OtherSource = Schemas['OtherSource'];
export type MarketSummary = Schemas['MarketSummary'];
export type Discrepancy = Schemas['Discrepancy'];
export type DiscrepancyPage = Schemas['DiscrepancyPage'];
export type DiscrepancyQuery = Query<'listDiscrepancies'>;
export type PriceOverride = Schemas['PriceOverride'];
export type PriceOverrideRule = Schemas['PriceOverrideRule'];

export type OfferSort = 'price' | 'pricePerAccelerator' | 'provider' | 'observedAt';
export type OfferQuery = Query<'listOffers'>;
export type FacetValue = Schemas['Facet'];
export type Facets = Schemas['OfferFacets'];

export type Region = Schemas['Region'];
export type RegionQuery = Query<'listRegions'>;
export type Reach = Schemas['Reach'];

export type PricePoint = Schemas['PricePoint'];
export type PriceHistory = Schemas['PriceHistory'];
export type PriceQuery = Query<'getPrices'>;
export type PriceSparks = Schemas['PriceSparks'];
export type SparkPoint = Schemas['SparkPoint'];
export type AvailabilityHistory = Schemas['AvailabilityHistory'];
export type AvailabilitySpan = Schemas['AvailabilitySpan'];
export type CarbonHours = Schemas['CarbonHours'];
export type CarbonHour = Schemas['CarbonHour'];

export type Alert = Schemas['Alert'];
export type AlertRequest = Schemas['AlertRequest'];
export type AlertDelivery = Schemas['AlertDelivery'];

export type ProviderHealth = Schemas['Provider'];
export type ProviderState = ProviderHealth['state'];
export type CarbonFeeds = Schemas['CarbonFeeds'];
export type CarbonFeedHealth = Schemas['CarbonFeed'];
export type ExchangeRates = Schemas['ExchangeRates'];
export type QuarantinePage = Schemas['QuarantinePage'];
export type QuarantineQuery = Query<'listQuarantine'>;

export type CostBreakdown = Schemas['LandedCost'];
export type Candidate = Schemas['Candidate'];
export type Rejection = Schemas['Rejection'];
export type NearestMiss = Schemas['NearestMiss'];
export type Placement = Schemas['Placement'];

export type Workload = Schemas['Workload'];
export type WorkloadState = Workload['state'];
export type WorkloadQuery = Query<'listWorkloads'>;
export type Attempt = Schemas['Attempt'];
export type WorkloadNode = Schemas['WorkloadNode'];
export type WorkloadService = Schemas['WorkloadService'];
export type Proposal = Schemas['Proposal'];
export type LogLine = Schemas['LogLine'];
export type WorkloadEvent = Schemas['WorkloadEvent'];
export type Usage = Schemas['Usage'];
export type Charge = Schemas['Charge'];
export type ChargePage = Schemas['ChargePage'];

export type Account = Schemas['Account'];
export type AccountKind = Schemas['AccountKind'];
export type AccountDraft = Schemas['AccountDraft'];
export type Secret = Schemas['Secret'];
export type SecretDeletion = Schemas['SecretDeletion'];
export type Site = Schemas['Site'];
export type SiteAgent = Schemas['Agent'];
export type Upgrade = Schemas['Upgrade'];
export type SiteRequest = Schemas['SiteRequest'];
export type SiteTerms = Schemas['SiteTerms'];
export type EnrolmentToken = Schemas['EnrolmentToken'];
export type Ask = Schemas['Ask'];
export type AskOutlook = Schemas['AskOutlook'];
export type Asks = Schemas['Asks'];
export type Maintenance = Schemas['Maintenance'];
export type MaintenanceRequest = Schemas['MaintenanceRequest'];
export type Claim = Schemas['Claim'];
export type Reliability = Schemas['Reliability'];

export type BidRule = Schemas['BidRule'];
export type CapacityCalendar = Schemas['CapacityCalendar'];
export type Demand = Schemas['Demand'];
export type Earnings = Schemas['Earnings'];
export type YearlyReport = Schemas['YearlyReport'];
export type SiteYear = Schemas['SiteYear'];
export type Payout = Schemas['Payout'];

export type Order = Schemas['Order'];
export type Bid = Schemas['Bid'];

export type Budget = Schemas['Budget'];
export type BudgetRequest = Schemas['BudgetRequest'];
export type Dispute = Schemas['Dispute'];
export type DisputeRequest = Schemas['DisputeRequest'];
export type SpendPart = Schemas['SpendPart'];
export type SpendCut = NonNullable<Query<'listSpendParts'>['by']>;
export type Savings = Schemas['Savings'];
export type SavingsAgainst = Schemas['SavingsAgainst'];
export type Invoice = Schemas['Invoice'];
export type CarbonReceipt = Schemas['CarbonReceipt'];
export type CarbonPart = Schemas['CarbonPart'];
export type Credits = Schemas['Credits'];
export type ProviderBill = Schemas['ProviderBill'];
export type ReconciliationLine = Schemas['ReconciliationLine'];
export type ReconciliationSum = Schemas['ReconciliationSum'];

export type Me = Schemas['Me'];
export type Info = Schemas['Info'];
export type Organization = Schemas['Organization'];
export type OrganizationRequest = Schemas['OrganizationRequest'];
export type Project = Schemas['Project'];
export type Member = Schemas['Member'];
export type ApiToken = Schemas['ApiToken'];
export type ApiTokenRequest = Schemas['ApiTokenRequest'];
export type NewApiToken = Schemas['NewApiToken'];
export type SigninLink = Schemas['SigninLink'];

export interface FieldError {
  field: string;
  message: string;
  advice: string | null;
}

/** The body of an application/problem+json answer, of which a proxy may have kept anything or nothing. */
export interface ProblemBody {
  type?: string;
  title?: string;
  status?: number;
  code?: string;
  detail?: string;
  instance?: string;
  errors?: FieldError[];
}

export type Policy = Schemas['Policy'];
export type PolicyRules = Record<string, unknown>;
export interface PolicyDraft {
  name: string;
  project: string | null;
  enabled: boolean;
  note: string;
  rules: PolicyRules;
  version?: number;
}
export type PolicyDryRun = Schemas['PolicyDryRun'];
export type PolicyDryRunItem = Schemas['PolicyDryRunItem'];
export type PolicyValidator = Schemas['PolicyValidator'];
export type PolicyValidatorAnswer = Schemas['PolicyValidatorAnswer'];
export type PolicyValidatorRequest = Schemas['PolicyValidatorRequest'];
export type Quota = Schemas['Quota'];
export type QuotaRequest = Schemas['QuotaRequest'];
export type AuditEntry = Schemas['AuditEntry'];
export type AuditVerification = Schemas['AuditVerification'];
export type AuditQuery = Query<'listAudit'>;
export type AuditWebhook = Schemas['AuditWebhook'];

#include "tools/from_npsp/mappings.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/embedded.hpp"

namespace kith::embedded {
std::vector<File> npsp();
}

namespace kith::tools {

namespace {

// Salesforce tells households and organizations apart by the type of their record.
constexpr std::array<Mapping, 14> all{{
    {"households", "Account",
     R"(SELECT a.id AS "npsp_id", a."Name" AS "name", a."BillingStreet" AS "street", a."BillingCity" AS "city",
            a."BillingState" AS "state", a."BillingPostalCode" AS "postal_code", a."BillingCountry" AS "country"
        FROM "Account" a JOIN "Account_rt_mapping" t ON t.record_type_id = a."RecordTypeId"
        WHERE t.developer_name = 'HH_Account' ORDER BY a.id)"},
    {"companies", "Account",
     R"(SELECT a.id AS "npsp_id", a."Name" AS "name", a."BillingCity" AS "city", a."BillingCountry" AS "country"
        FROM "Account" a JOIN "Account_rt_mapping" t ON t.record_type_id = a."RecordTypeId"
        WHERE t.developer_name <> 'HH_Account' ORDER BY a.id)"},
    // Who belongs to an organization and to no household works for it.
    {"people", "Contact",
     R"(SELECT 'npsp-' || c.id AS "customer", c."FirstName" AS "given_name", c."LastName" AS "family_name",
            c."Email" AS "email", c."Phone" AS "phone", c."Salutation" AS "salutation", c."Title" AS "job_title",
            CASE WHEN t.developer_name = 'HH_Account' THEN c.account_id END AS "household.npsp_id",
            CASE WHEN c.primary_affiliation__c <> '' THEN c.primary_affiliation__c
                WHEN t.developer_name <> 'HH_Account' THEN c.account_id END AS "company.npsp_id"
        FROM "Contact" c LEFT JOIN "Account" a ON a.id = c.account_id
            LEFT JOIN "Account_rt_mapping" t ON t.record_type_id = a."RecordTypeId" ORDER BY c.id)"},
    {"campaigns", "Campaign", R"(SELECT id AS "npsp_id", name AS "name" FROM "Campaign" ORDER BY id)"},
    {"campaign_members", "CampaignMember",
     R"(SELECT m.id AS "npsp_id", COALESCE(c."FirstName" || ' ' || c."LastName", '?') || ' · ' || p.name AS "name",
            m.campaign_id AS "campaign.npsp_id", 'npsp-' || NULLIF(m.contact_id, '') AS "person.customer", m.status AS "status"
        FROM "CampaignMember" m LEFT JOIN "Contact" c ON c.id = m.contact_id
            LEFT JOIN "Campaign" p ON p.id = m.campaign_id ORDER BY m.id)"},
    {"funds", "General_Accounting_Unit__c",
     R"(SELECT id AS "npsp_id", name AS "name" FROM "General_Accounting_Unit__c" ORDER BY id)"},
    {"recurring_donations", "npe03__Recurring_Donation__c",
     R"(SELECT id AS "npsp_id", "Name" AS "name", 'npsp-' || NULLIF("npe03__contact__c", '') AS "person.customer",
            "npe03__Amount__c" AS "amount", "npe03__Date_Established__c" AS "established", "StartDate__c" AS "starts_on",
            "npe03__Installment_Period__c" AS "period", "Status__c" AS "status", "RecurringType__c" AS "recurs",
            "Day_of_Month__c" AS "day_of_month"
        FROM "npe03__Recurring_Donation__c" ORDER BY id)"},
    {"opportunities", "Opportunity",
     R"(SELECT o.id AS "npsp_id", o.name AS "name", o.amount AS "amount", o.stage_name AS "stage",
            o.close_date AS "closes_on", o.dont_create_payments AS "makes_no_payments",
            CASE WHEN t.developer_name = 'HH_Account' THEN o.account_id END AS "household.npsp_id",
            CASE WHEN t.developer_name <> 'HH_Account' THEN o.account_id END AS "company.npsp_id",
            CASE WHEN o.primary_contact__c <> '' THEN 'npsp-' || o.primary_contact__c END AS "person.customer",
            o.npe03__recurring_donation__c AS "recurring_donation.npsp_id", o.campaign_id AS "campaign.npsp_id"
        FROM "Opportunity" o LEFT JOIN "Account" a ON a.id = o.account_id
            LEFT JOIN "Account_rt_mapping" t ON t.record_type_id = a."RecordTypeId" ORDER BY o.id)"},
    {"opportunity_roles", "OpportunityContactRole",
     R"(SELECT r.id AS "npsp_id", COALESCE(c."FirstName" || ' ' || c."LastName", '?') || ' · ' || r."Role" AS "name",
            r.opportunity_id AS "opportunity.npsp_id", 'npsp-' || NULLIF(r.contact_id, '') AS "person.customer", r."Role" AS "role",
            r."IsPrimary" AS "is_primary"
        FROM "OpportunityContactRole" r LEFT JOIN "Contact" c ON c.id = r.contact_id ORDER BY r.id)"},
    {"payments", "npe01__OppPayment__c",
     R"(SELECT p.id AS "npsp_id", COALESCE(o.name, 'Payment') || ' · ' || p.npe01__Payment_Date__c AS "name",
            p.npe01__opportunity__c AS "opportunity.npsp_id", p.npe01__Payment_Amount__c AS "amount",
            p.npe01__Payment_Date__c AS "paid_on", p.npe01__Paid__c AS "is_paid",
            p.npe01__Written_Off__c AS "is_written_off"
        FROM "npe01__OppPayment__c" p LEFT JOIN "Opportunity" o ON o.id = p.npe01__opportunity__c ORDER BY p.id)"},
    {"allocations", "Allocation__c",
     R"(SELECT l.id AS "npsp_id", COALESCE(f.name, 'Allocation') AS "name", l.opportunity__c AS "opportunity.npsp_id",
            l.general_accounting_unit__c AS "fund.npsp_id", l."Percent__c" AS "percent"
        FROM "Allocation__c" l LEFT JOIN "General_Accounting_Unit__c" f ON f.id = l.general_accounting_unit__c
        ORDER BY l.id)"},
    {"soft_credits", "Partial_Soft_Credit__c",
     R"(SELECT s.id AS "npsp_id", COALESCE(c."FirstName" || ' ' || c."LastName", '?') || ' · ' || s."Role_Name__c" AS "name",
            s.opportunity__c AS "opportunity.npsp_id", 'npsp-' || NULLIF(s.contact__c, '') AS "person.customer",
            s."Role_Name__c" AS "role", s."Amount__c" AS "amount"
        FROM "Partial_Soft_Credit__c" s LEFT JOIN "Contact" c ON c.id = s.contact__c ORDER BY s.id)"},
    {"connections", "npe4__Relationship__c",
     R"(SELECT r.id AS "npsp_id", COALESCE(c."FirstName" || ' ' || c."LastName", '?') || ' · ' || r.npe4__Type__c AS "name",
            'npsp-' || NULLIF(r.npe4__contact__c, '') AS "person.customer",
            'npsp-' || NULLIF(r.npe4__related_contact__c, '') AS "other_person.customer", r.npe4__Type__c AS "kind"
        FROM "npe4__Relationship__c" r LEFT JOIN "Contact" c ON c.id = r.npe4__contact__c ORDER BY r.id)"},
    {"postal_addresses", "Address__c",
     R"(SELECT d.id AS "npsp_id", d."MailingStreet__c" || ', ' || d."MailingCity__c" AS "name",
            d.household_account__c AS "household.npsp_id", d."MailingStreet__c" AS "street",
            d."MailingCity__c" AS "city", d."MailingState__c" AS "state", d."MailingPostalCode__c" AS "postal_code",
            d."MailingCountry__c" AS "country",
            CASE WHEN d."Seasonal_Start_Month__c" <> ''
                THEN d."Seasonal_Start_Month__c" || '-' || d."Seasonal_Start_Day__c" END AS "season_begins",
            CASE WHEN d."Seasonal_End_Month__c" <> ''
                THEN d."Seasonal_End_Month__c" || '-' || d."Seasonal_End_Day__c" END AS "season_ends"
        FROM "Address__c" d ORDER BY d.id)"},
}};

/// What only says to which object a row belongs.
bool is_only_of_type(std::string_view table, std::string_view column) {
    return table == "Account_rt_mapping" || column == "RecordTypeId" || column == "npe01__SYSTEM_AccountType__c";
}

bool is_named_in(std::string_view select, std::string_view column) {
    auto const is_word = [](char c) { return c == '_' || std::isalnum(static_cast<unsigned char>(c)) != 0; };
    for (auto at = select.find(column); at != std::string_view::npos; at = select.find(column, at + 1)) {
        auto const end = at + column.size();
        if ((at == 0 || !is_word(select[at - 1])) && (end == select.size() || !is_word(select[end]))) return true;
    }
    return false;
}

}  // namespace

std::span<Mapping const> mappings() { return all; }

std::string set_up_text() { return std::string(embedded::npsp().front().bytes); }

bool is_taken(std::string_view table, std::string_view column) {
    if (is_only_of_type(table, column)) return true;
    return std::any_of(all.begin(), all.end(), [&](Mapping const& mapping) {
        return mapping.table == table && is_named_in(mapping.select, column);
    });
}

}  // namespace kith::tools

#include "records/share_routes.hpp"

#include "http/json_schema.hpp"
#include "records/records_routes.hpp"

namespace kith::records {

namespace {

using http::Method;
using http::Request;
using http::Response;
using http::json_schema::instant;
using http::json_schema::list_of;
using http::json_schema::object;
using http::json_schema::one_of;
using http::json_schema::string;
using http::json_schema::uuid;

void add_schemas(http::Router& router) {
    Json const kind = one_of({"user", "team"});
    auto const share =
        object({{"id", uuid()}, {"kind", kind}, {"name", string()}, {"shared_by", string()}, {"shared_at", instant()}},
               {"id", "kind", "name", "shared_by", "shared_at"});
    router.add_schema("shares", object({{"data", list_of(share)}}, Json::array({"data"})));
    router.add_schema("new_share", {{"type", "object"},
                                    {"additionalProperties", false},
                                    {"properties", {{"user", uuid()}, {"team", uuid()}}},
                                    {"minProperties", 1},
                                    {"maxProperties", 1}});
}

Json json_of(std::vector<access::ShareBook::Listed> const& shares) {
    Json data = Json::array();
    for (auto const& each : shares)
        data.push_back({{"id", each.share.grantee.text()},
                        {"kind", each.share.is_team ? "team" : "user"},
                        {"name", each.name},
                        {"shared_by", each.by},
                        {"shared_at", each.at.text()}});
    return {{"data", std::move(data)}};
}

/// Of the records of an object; of an empty plural, of those of the object that the address names.
void add_routes(http::Router& router, Records& records, Sharing& sharing, std::string const& name,
                std::string const& plural, Permission read) {
    auto const tag = plural.empty() ? name : plural;
    auto const path = fmt::format("/api/v1/{}/{{id}}/shares", plural.empty() ? "{plural}" : plural);
    router.add({Method::get,
                path,
                read,
                {"list_shares_of_" + name, tag, "Whom the record is shared with.", "", "shares"},
                [&records, &sharing, plural](Request& request) -> Result<Response> {
                    auto const object = TRY(object_asked(records, request, plural));
                    auto const id = TRY(request.path_id<RecordId>("id"));
                    return Response::json(json_of(TRY(sharing.list(request.actor, *object, id))));
                }});
    router.add({Method::post,
                path,
                Permission::records_share,
                {"share_" + name, tag,
                 "Let a user or a team see this record, whom the row rule of their role hides it from. What they may "
                 "do with it their role says",
                 "new_share", "shares", 201},
                [&records, &sharing, plural](Request& request) -> Result<Response> {
                    auto const object = TRY(object_asked(records, request, plural));
                    auto const id = TRY(request.path_id<RecordId>("id"));
                    auto const write = Write::begin("shares", request.actor);
                    TRY(sharing.share(write, *object, id, TRY(request.json_object())));
                    auto response = Response::json(json_of(TRY(sharing.list(request.actor, *object, id))), 201);
                    response.headers.set(change_set_header, write.change_set.text());
                    return response;
                }});
    router.add({Method::delete_,
                path + "/{grantee}",
                Permission::records_share,
                {"unshare_" + name, tag, "Share this record with a user or a team no more.", "", "", 204},
                [&records, &sharing, plural](Request& request) -> Result<Response> {
                    auto const object = TRY(object_asked(records, request, plural));
                    auto const id = TRY(request.path_id<RecordId>("id"));
                    auto const grantee = TRY(request.path_id<RecordId>("grantee"));
                    auto const write = Write::begin("shares", request.actor);
                    TRY(sharing.unshare(write, *object, id, grantee.uuid));
                    auto response = Response::no_content();
                    response.headers.set(change_set_header, write.change_set.text());
                    return response;
                }});
}

void add_routes_of(http::Router& router, Records& records, Sharing& sharing, schema::Object const& object) {
    add_routes(router, records, sharing, object.name, object.plural,
               object.is_person_owned ? Permission::people_read : Permission::records_read);
}

}  // namespace

void add_share_routes(http::Router& router, Records& records, Sharing& sharing) {
    add_schemas(router);
    for (auto const& object : records.schema()->objects())
        if (!object->is_custom) add_routes_of(router, records, sharing, *object);
    add_routes(router, records, sharing, "record", "", Permission::records_read);
}

void describe_share_routes(http::Router& router, Records& records, Sharing& sharing, Actor const& actor) {
    for (auto const& each : records.schema()->objects()) {
        auto const object = each->is_custom ? records.access().seen_by(actor, each) : nullptr;
        if (object) add_routes_of(router, records, sharing, *object);
    }
}

}  // namespace kith::records

#include "http/router.hpp"
#include "people/people_schemas.hpp"
#include "people/rights.hpp"

namespace kith::people {

using http::Method;
using http::Request;
using http::Response;

void add_rights_routes(http::Router& router, Rights& rights) {
    add_rights_schemas(router);
    router.add(
        {Method::post,
         "/api/v1/people/{id}/copy",
         Permission::people_rights,
         {"copy_person", "people",
          "Everything that is kept about a person, for them to have. That it was made is noted, what was in it is not.",
          "", "person_copy"},
         [&rights](Request& request) -> Result<Response> {
             return Response::json(TRY(rights.copy(request.actor, TRY(request.path_id<PersonId>("id")))));
         }});
    router.add(
        {Method::post,
         "/api/v1/people/{id}/erase",
         Permission::people_rights,
         {"erase_person", "people",
          "Erase a person and everything about them, for good. `name` repeats their name, so that nobody is erased "
          "by a slip.",
          "erasure_write", "erasure"},
         [&rights](Request& request) -> Result<Response> {
             auto const body = TRY(request.json_object());
             auto const name = body.find("name");
             if (name == body.end() || !name->is_string())
                 return Error::invalid("name", "required", "Repeat the name of the person.");
             return Response::json(TRY(rights.erase(request.actor, TRY(request.path_id<PersonId>("id")),
                                                    name->get_ref<std::string const&>())));
         }});
    router.add({Method::get,
                "/api/v1/rights-requests",
                Permission::people_rights,
                {"list_rights_requests", "people",
                 "Demands for copies and erasures: those that wait, the most urgent first, then those answered.", "",
                 "rights_requests"},
                [&rights](Request& request) -> Result<Response> {
                    return Response::json(TRY(rights.requests(request.actor)));
                }});
    router.add({Method::post,
                "/api/v1/rights-requests",
                Permission::people_rights,
                {"add_rights_request", "people",
                 "Write down that somebody asks for a copy or for erasure. It is due a month after they asked.",
                 "rights_request_write", "rights_request", 201},
                [&rights](Request& request) -> Result<Response> {
                    return Response::json(TRY(rights.write_down(request.actor, TRY(request.json_object()))), 201);
                }});
    router.add(
        {Method::post,
         "/api/v1/rights-requests/{id}/withdraw",
         Permission::people_rights,
         {"withdraw_rights_request", "people", "Close a demand that the person no longer makes.", "", "rights_request"},
         [&rights](Request& request) -> Result<Response> {
             return Response::json(TRY(rights.withdraw(request.actor, TRY(request.path_id<RightsRequestId>("id")))));
         }});
}

}  // namespace kith::people

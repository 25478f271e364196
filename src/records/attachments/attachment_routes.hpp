// The routes of files on records.
#pragma once

#include "http/router.hpp"
#include "records/attachments/attachments.hpp"

namespace kith::records {

void add_attachment_routes(http::Router& router, Attachments& attachments);

}  // namespace kith::records

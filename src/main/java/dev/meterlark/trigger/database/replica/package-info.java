/**
 * Debezium's connector for MySQL, put together by us: its own asks a MariaDB what only a MySQL
 * answers, and tells it to write transactions' beginnings in a way that it does not read.
 * Everything else, for both databases, is the connector's own.
 */
@NullMarked
package dev.meterlark.trigger.database.replica;

import org.jspecify.annotations.NullMarked;

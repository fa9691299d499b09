/** Webhooks over HTTP, where they are managed. */
@NullMarked
package dev.meterlark.trigger.webhook.web;

import org.jspecify.annotations.NullMarked;

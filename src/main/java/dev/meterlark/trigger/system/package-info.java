/**
 * What happens in an account by the platform's doing, told as CloudEvents on the topic that every
 * account has for that: within the transaction of the change.
 */
@NullMarked
package dev.meterlark.trigger.system;

import org.jspecify.annotations.NullMarked;

# Says what a sandboxed process sees of its sandbox, section by section, and stays until it is ended.
section() { echo "== $1"; }
section namespaces
for name in user pid net ipc uts mnt cgroup time; do echo "$name $(readlink /proc/self/ns/$name)"; done
section status
cat /proc/self/status
section uids
cat /proc/self/uid_map
section gids
cat /proc/self/gid_map
section limits
cat /proc/self/limits
section mounts
cat /proc/self/mounts
section environment
tr '\0' '\n' </proc/1/environ | cut -d= -f1
section descriptors
ls -l /proc/1/fd
section devices
ls /dev
section written
for file in /x /bin/x /etc/x /usr/x /var/x /var/task/x /var/runtime/x /dev/x /sys/x /proc/sys/kernel/hostname \
  /proc/sysrq-trigger /proc/irq/default_smp_affinity /tmp/x /dev/shm/x; do
  if (: >>$file) 2>/dev/null; then echo $file; fi
done
section unmasked
for file in acpi asound buddyinfo cmdline config.gz diskstats interrupts kallsyms kcore keys key-users kmsg latency_stats \
  locks modules partitions pressure sched_debug schedstat scsi slabinfo softirqs timer_list timer_stats vmallocinfo zoneinfo; do
  if [ -d /proc/$file ]; then
    [ -z "$(ls -A /proc/$file 2>/dev/null)" ] || echo /proc/$file
  elif [ -e /proc/$file ]; then
    [ "$(head -c 1 /proc/$file 2>/dev/null | wc -c)" = 0 ] || echo /proc/$file
  fi
done
section processes
for file in /proc/[0-9]*; do echo ${file#/proc/}; done
section devices-of-network
cat /proc/net/dev
section routes
cat /proc/net/route
section listening
cat /proc/net/tcp /proc/net/tcp6
section unix-sockets
cat /proc/net/unix
section groups
cat /proc/self/cgroup
section session
cut -d' ' -f6,7 /proc/1/stat
if (: </dev/tty) 2>/dev/null; then echo terminal; fi
section reached
for address in 10.0.0.1 127.0.0.1 169.254.169.254 198.51.100.1; do
  if bash -c "exec 3<>/dev/tcp/$address/80" 2>/dev/null; then echo $address; fi
done
section end
exec sleep 60

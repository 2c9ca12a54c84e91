/** The applets of busybox 1.36, as its image has them. */
const APPLETS =
  words(`[ [[ acpid add-shell addgroup adduser adjtimex ar arch arp arping ascii ash awk base32 base64 basename bc
  beep blkdiscard blkid blockdev bootchartd brctl bunzip2 bzcat bzip2 cal cat chat chattr chgrp chmod chown chpasswd chpst
  chroot chrt chvt cksum clear cmp comm conspy cp cpio crc32 crond crontab cryptpw cttyhack cut date dc dd deallocvt delgroup
  deluser depmod devmem df dhcprelay diff dirname dmesg dnsd dnsdomainname dos2unix dpkg dpkg-deb du dumpkmap dumpleases echo
  ed egrep eject env envdir envuidgid ether-wake expand expr factor fakeidentd fallocate false fatattr fbset fbsplash fdflush
  fdformat fdisk fgconsole fgrep find findfs flock fold free freeramdisk fsck fsck.minix fsfreeze fstrim fsync ftpd ftpget
  ftpput fuser getfattr getopt getty grep groups gunzip gzip halt hd hdparm head hexdump hexedit hostid hostname httpd hush
  hwclock i2cdetect i2cdump i2cget i2cset i2ctransfer id ifconfig ifdown ifenslave ifplugd ifup inetd init insmod install
  ionice iostat ip ipaddr ipcalc ipcrm ipcs iplink ipneigh iproute iprule iptunnel kbd_mode kill killall killall5 klogd last
  less link linux32 linux64 linuxrc ln loadfont loadkmap logger login logname logread losetup lpd lpq lpr ls lsattr lsmod
  lsof lspci lsscsi lsusb lzcat lzma lzop makedevs makemime man md5sum mdev mesg microcom mim mkdir mkdosfs mke2fs mkfifo
  mkfs.ext2 mkfs.minix mkfs.reiser mkfs.vfat mknod mkpasswd mkswap mktemp modinfo modprobe more mount mountpoint mpstat mt
  mv nameif nanddump nandwrite nbd-client nc netcat netstat nice nl nmeter nohup nologin nproc nsenter nslookup ntpd od
  openvt partprobe passwd paste patch pgrep pidof ping ping6 pipe_progress pivot_root pkill pmap popmaildir poweroff powertop
  printenv printf ps pscan pstree pwd pwdx raidautorun rdate rdev readahead readlink readprofile realpath reboot reformime
  remove-shell renice reset resize resume rev rm rmdir rmmod route rpm rpm2cpio rtcwake run-init run-parts runlevel runsv
  runsvdir rx script scriptreplay sed seedrng sendmail seq setarch setconsole setfattr setfont setkeycodes setlogcons
  setpriv setserial setsid setuidgid sh sha1sum sha256sum sha3sum sha512sum showkey shred shuf slattach sleep smemcap
  softlimit sort split ssl_client start-stop-daemon stat strings stty su sulogin sum sv svc svlogd svok swapoff swapon
  switch_root sync sysctl syslogd tac tail tar taskset tc tcpsvd tee telnet telnetd test tftp tftpd time timeout top touch
  tr traceroute traceroute6 tree true truncate ts tsort tty ttysize tunctl ubiattach ubidetach ubimkvol ubirename ubirmvol
  ubirsvol ubiupdatevol udhcpc udhcpc6 udhcpd udpsvd uevent umount uname unexpand uniq unix2dos unlink unlzma unlzop unshare
  unxz unzip uptime users usleep uudecode uuencode vconfig vi vlock volname w wall watch watchdog wc wget which who whoami
  whois xargs xxd xz xzcat yes zcat zcip`);

const ALPINE = words('apk getconf getent iconv ldconfig ldd scanelf c_rehash update-ca-certificates lzopcat');

/** What the essential packages of Debian and Ubuntu hold. */
const DEBIAN =
  words(`[ addgroup add-shell addpart adduser apt apt-cache apt-cdrom apt-config apt-get apt-key apt-mark agetty arch
  awk b2sum badblocks base32 base64 basename basenc bash bashbug blkdiscard blkid blkzone blockdev bunzip2 bzcat bzcmp bzdiff
  bzegrep bzexe bzfgrep bzgrep bzip2 bzip2recover bzless bzmore captoinfo cat catchsegv chage chattr chcon chcpu chfn chgpasswd
  chgrp chmem chmod choom chown chpasswd chroot chrt chsh cksum clear clear_console cmp comm cp cpgr cppw csplit ctrlaltdel
  cut dash date dd deb-systemd-helper deb-systemd-invoke debconf debconf-communicate debconf-show debugfs delgroup delpart
  deluser df diff diff3 dir dircolors dirname dmesg dnsdomainname domainname dpkg dpkg-deb dpkg-divert dpkg-preconfigure
  dpkg-query dpkg-reconfigure dpkg-split dpkg-statoverride dpkg-trigger du dumpe2fs e2fsck echo egrep env expand expiry expr
  factor faillog fallocate false fdisk fgrep find findfs findmnt flock fmt fold fsck fsfreeze fstrim getconf getent getopt
  getty gpasswd gpgv grep groupadd groupdel groupmod groups grpck grpconv gunzip gzexe gzip halt head hostid hostname hwclock
  i386 iconv iconvconfig id infocmp infotocap install invoke-rc.d ionice ipcmk ipcrm ipcs isosize join kill killall5 last
  lastb lastlog ldattach ldconfig ldd less link linux32 linux64 ln locale localedef logger login logname logsave losetup ls
  lsattr lsblk lscpu lsipc lslocks lslogins lsmem lsns mawk mcookie md5sum mesg mke2fs mkdir mkfifo mkfs mkhomedir_helper
  mknod mkswap mktemp more mount mountpoint mv namei nawk newgrp newusers nice nisdomainname nl nohup nologin nproc nsenter
  numfmt od pager partx passwd paste pathchk perl perl5 pidof pinky pivot_root pldd pr printenv printf prlimit ptx pwck
  pwconv pwd raw rbash readlink readprofile realpath rename.ul renice reset resize2fs resizepart rev rgrep rm rmdir rmt
  rtcwake run-parts runcon runuser savelog script scriptlive scriptreplay sdiff sed select-editor sensible-browser
  sensible-editor sensible-pager seq service setarch setpriv setsid setterm sfdisk sg sh sha1sum sha224sum sha256sum
  sha384sum sha512sum shadowconfig shred shuf sleep sort split start-stop-daemon stat stdbuf stty su sulogin sum swapoff
  swapon switch_root sync tabs tac tail tar taskset tee tempfile test tic timeout toe touch tput tr true truncate tset tsort
  tty tune2fs tzconfig tzselect umount uname uncompress unexpand uniq unlink unlzma unshare unxz update-alternatives
  update-passwd update-rc.d useradd userdel usermod users utmpdump vdir vigr vipw wall wc wdctl whereis which who whoami xargs
  xz xzcat xzcmp xzdiff xzegrep xzfgrep xzgrep xzless xzmore yes ypdomainname zcat zcmp zdiff zdump zegrep zfgrep zforce zgrep
  zic zless zmore znew x86_64 catman`);

const SERVERS = words(
  'nginx nginx-debug njs curl openssl envsubst gettext ngettext httpd apachectl httpd-foreground ab',
);

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

type Programs = readonly ReadonlySet<string>[];

const BUSYBOX: Programs = [APPLETS];
const ON_ALPINE: Programs = [APPLETS, ALPINE];
const ON_DEBIAN: Programs = [DEBIAN];

/** Official images of which it is known what they hold. */
const BASES: Readonly<Record<string, Programs>> = {
  busybox: BUSYBOX,
  alpine: ON_ALPINE,
  debian: ON_DEBIAN,
  ubuntu: ON_DEBIAN,
  bash: [...ON_ALPINE, new Set(['bash', 'docker-entrypoint.sh'])],
  nginx: [...ON_DEBIAN, SERVERS],
  httpd: [...ON_DEBIAN, SERVERS],
};

const OFFICIAL = /^(?:(?:docker\.io|index\.docker\.io)\/)?(?:library\/)?([a-z]+)(?::([\w.-]+))?(?:@.*)?$/;

/** The programs an official image has, by their bare names; undefined where that is not known. */
export function programsOf(image: string): Programs | undefined {
  const [, name = '', tag = ''] = OFFICIAL.exec(image) ?? [];
  const base = Object.hasOwn(BASES, name) ? BASES[name] : undefined;
  return base !== undefined && /alpine/.test(tag) ? [...base, ...ON_ALPINE] : base;
}

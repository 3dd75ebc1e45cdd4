package save

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"strings"
	"syscall"

	"fugai/datasets"
)

// explain makes an error of the system into one that says what to do, where
// there is something to do. path is the file or folder as the user knows it.
// Problems and the end of a context pass through.
func explain(err error, path string) error {
	var p *datasets.Problem
	if err == nil || errors.As(err, &p) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	what, hint := reason(runtime.GOOS, err)
	if what.IsZero() {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return &datasets.Problem{Where: datasets.Ref{File: path}, What: what, Hint: hint, Err: err}
}

// Numbers of Windows errors (learn.microsoft.com, System Error Codes); the
// same numbers mean other things elsewhere.
const (
	winAccessDenied     syscall.Errno = 5
	winSharingViolation syscall.Errno = 32
	winLockViolation    syscall.Errno = 33
	winHandleDiskFull   syscall.Errno = 39
	winDiskFull         syscall.Errno = 112
	winNameTooLong      syscall.Errno = 206
	winUserMapped       syscall.Errno = 1224
)

// reason gives what is wrong and the next step; both are zero where the error
// says all there is.
func reason(goos string, err error) (what, hint datasets.Text) {
	var no syscall.Errno
	errors.As(err, &no)
	windows := func(list ...syscall.Errno) bool {
		for _, n := range list {
			if goos == "windows" && no == n {
				return true
			}
		}
		return false
	}
	// Windows refuses to rename over an open file with "access denied".
	var link *os.LinkError
	renaming := errors.As(err, &link) && link.Op == "rename"
	switch {
	case windows(winSharingViolation, winLockViolation, winUserMapped), renaming && windows(winAccessDenied):
		return datasets.T("文件正被其他程序打开", "another program has the file open"),
			datasets.T("请在 Excel、WPS 或 QGIS 中关闭它，再运行一次", "close it in Excel or QGIS and run again")
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), windows(winDiskFull, winHandleDiskFull), strings.Contains(err.Error(), "disk is full"):
		return datasets.T("磁盘已满，原有文件未改动", "the disk is full; the old files are as they were"),
			datasets.T("请腾出空间，或用 --out 换一个磁盘", "free some space, or name a folder on another disk with --out")
	case errors.Is(err, syscall.EFBIG):
		return datasets.T("文件超过系统允许的大小，原有文件未改动", "the file is larger than the system allows; the old files are as they were"),
			datasets.T("请换一个文件系统（FAT32 单文件上限为 4 GB），或检查 ulimit -f", "use another file system (FAT32 holds files of at most 4 GB), or see ulimit -f")
	case errors.Is(err, syscall.EROFS), errors.Is(err, fs.ErrPermission):
		return datasets.T("没有写入权限", "it cannot be written: no permission, or a read-only disk"),
			datasets.T("请用 --out 另指定一个可写的文件夹", "name a folder that you can write with --out")
	case errors.Is(err, syscall.ENAMETOOLONG), windows(winNameTooLong):
		return datasets.T("路径过长", "the path is too long"),
			datasets.T("请用 --out 换一个短一些的路径", "name a shorter path with --out")
	case errors.Is(err, syscall.ENOTDIR):
		return datasets.T("路径中有一级是文件，不是文件夹", "a part of the path is a file, not a folder"),
			datasets.T("请用 --out 另指定一个文件夹", "name another folder with --out")
	case errors.Is(err, syscall.EISDIR), errors.Is(err, fs.ErrExist):
		return datasets.T("此处已有同名文件夹", "a folder of this name is in the way"),
			datasets.T("请改名或移走后重新运行", "rename or move it and run again")
	case errors.Is(err, fs.ErrNotExist):
		return datasets.T("所在文件夹不存在", "its folder does not exist"),
			datasets.T("请先建立文件夹，或检查路径", "make the folder first, or see whether the path is right")
	case errors.Is(err, syscall.ENOLCK), errors.Is(err, errors.ErrUnsupported):
		return datasets.T("此处的文件系统不支持文件锁", "the file system here has no file locks"),
			datasets.T("请用 --out 指定本机磁盘上的文件夹", "name a folder on a disk of this machine with --out")
	}
	return datasets.Text{}, datasets.Text{}
}

// syncDir makes sure that the names in a folder stand on the disk. Windows
// cannot, and some network disks refuse; their renames are still atomic.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = d.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, errors.ErrUnsupported) {
		err = nil
	}
	if e := d.Close(); err == nil {
		err = e
	}
	return err
}

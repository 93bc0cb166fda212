try{var t=localStorage.getItem("theme");if(t)document.documentElement.dataset.theme=t}catch(e){}if(/(^|; )signed-in=/.test(document.cookie))document.documentElement.dataset.in=""
